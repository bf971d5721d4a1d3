"""Every error that leaves the server has one shape: `ErrorDocument`, with an HTTP status that fits."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dlwb.documents import ErrorDocument
from dlwb.domain import errors
from dlwb.domain.errors import DlwbError, Failure
from dlwb.protocol import unfit_fields

log = logging.getLogger(__name__)

# The nearest class on an error's own line of descent decides, so a new subclass has a status from the start.
STATUS: dict[type[DlwbError], HTTPStatus] = {
    errors.InputError: HTTPStatus.CONFLICT,
    errors.InvalidOptions: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Ambiguous: HTTPStatus.CONFLICT,
    errors.UnknownFormat: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.UnreadableModel: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.UnreadableDataset: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.UnreadablePicture: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.UnsupportedOperation: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.UnsafeArchive: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.MissingExtra: HTTPStatus.NOT_IMPLEMENTED,
    errors.EngineError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.WorkerError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.RunCancelled: HTTPStatus.CONFLICT,
    errors.RunLost: HTTPStatus.CONFLICT,
    errors.StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.DiskFull: HTTPStatus.INSUFFICIENT_STORAGE,
    DlwbError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


class Refused(Exception):
    """The request itself is at fault, in a way that only HTTP knows (no session, body too large, no such address)."""

    def __init__(self, status: HTTPStatus, type: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.failure = Failure(type, message, hint)


def status_of(error: DlwbError) -> HTTPStatus:
    """The HTTP status of an error of our own tree."""
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


def error_response(status: HTTPStatus, failure: Failure) -> JSONResponse:
    """One error as the client sees it."""
    return JSONResponse(ErrorDocument.of(failure).model_dump(mode="json"), status)


def install(app: FastAPI) -> None:
    """Make every way in which a request can fail answer with an `ErrorDocument`."""
    app.add_middleware(UnexpectedErrors)

    @app.exception_handler(DlwbError)
    async def _ours(_: Request, error: DlwbError) -> JSONResponse:
        return error_response(status_of(error), Failure.of(error))

    @app.exception_handler(Refused)
    async def _refused(_: Request, error: Refused) -> JSONResponse:
        return error_response(error.status, error.failure)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        malformed = malformed_json(error)
        if malformed is not None:
            return error_response(HTTPStatus.BAD_REQUEST, malformed)
        return error_response(HTTPStatus.UNPROCESSABLE_ENTITY, invalid_request(error))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        response = error_response(HTTPStatus(error.status_code), http_failure(request, error))
        response.headers.update(error.headers or {})
        return response


class UnexpectedErrors:
    """Turns what nobody foresaw into status 500 without its details, which go to the log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and catch what comes back."""
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            if scope["type"] != "http" or started:
                raise
            log.exception("%s %s failed", scope["method"], scope["path"])
            failure = Failure(
                "InternalError",
                f"The server met an error that it did not expect ({type(error).__name__}).",
                "The terminal that runs the server shows the details; please report them.",
            )
            await error_response(HTTPStatus.INTERNAL_SERVER_ERROR, failure)(scope, receive, send)


def malformed_json(error: RequestValidationError) -> Failure | None:
    """What to say of a body that is not JSON, and where it stops being that; None when it is JSON."""
    for problem in error.errors():
        if problem["type"] == "json_invalid" and isinstance(error.body, str):
            before = error.body[: problem["loc"][-1]]
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            reason = problem["ctx"]["error"]
            message = f"The body of the request is not JSON: line {line}, column {column}: {reason}."
            return Failure("MalformedJson", message, "Send one JSON document in UTF-8.")
    return None


def invalid_request(error: RequestValidationError) -> Failure:
    """Every wrong field of a request at once, each named by its place in it."""
    # The first part of a place says body, query or path.
    problems = unfit_fields({**one, "loc": one["loc"][1:] or one["loc"]} for one in error.errors())
    message = " ".join(f"{problem.option}: {problem.message}" for problem in problems)
    return Failure("InvalidOptions", message, "The API's description is at /api/v1/openapi.json.", problems)


def http_failure(request: Request, error: HTTPException) -> Failure:
    """An error of the framework (no such address, wrong method, body too large) in our words."""
    subject = f"{request.method} {request.url.path}"
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return Failure("NotFound", f"There is nothing at {subject}.", "The API lies under /api/v1.")
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return Failure("MethodNotAllowed", f"{subject} is not possible.", "/api/v1/openapi.json lists what is.")
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return Failure("TooLarge", f"The body of {subject} is too large.", "Send files through /api/v1/uploads.")
        case status:
            hint = "Send JSON in UTF-8; /api/v1/openapi.json describes every request."
            return Failure(HTTPStatus(status).phrase.replace(" ", ""), f"{subject}: {error.detail}.", hint)
