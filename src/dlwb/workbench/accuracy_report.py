"""An accuracy run to take away: a report in one HTML file that needs nothing else."""

from collections import Counter
from collections.abc import Iterator, Sequence

from dlwb.adapters.pictures import mask_png
from dlwb.calc.accuracy.described import Names, described, shown_classes
from dlwb.calc.accuracy.gallery import chosen
from dlwb.calc.accuracy.masks_drawn import class_map
from dlwb.calc.accuracy.sentences import change_figure, label_name, metric_figure, metric_value, metric_words
from dlwb.calc.figure_words import signed
from dlwb.documents.accuracy import AccuracyComparisonDocument, AccuracyDocument
from dlwb.domain.accuracy import SURE, Metric, MetricChange, ObjectRecord, PixelRecord
from dlwb.domain.dataset import Dataset, Sample
from dlwb.domain.errors import InputError
from dlwb.domain.sample_kind import SampleKind
from dlwb.domain.shown_pictures import PictureOrder, PictureWish, SeenPicture
from dlwb.workbench import report_html as html
from dlwb.workbench.dataset_pictures import DatasetPictures

MOST_PICTURES = 24
_SIDE = 256
_MOST_CLASSES = 20
_MOST_MISTAKES = 20
_WIDEST_MATRIX = 12


class ReportPage:
    """The report of one run, against another one where there is a comparison."""

    def __init__(
        self,
        document: AccuracyDocument,
        seen: Sequence[SeenPicture],
        *,
        dataset: Dataset | None,
        pictures: DatasetPictures,
        comparison: AccuracyComparisonDocument | None = None,
    ) -> None:
        self._document = document
        self._seen = seen
        self._dataset = dataset
        self._pictures = pictures
        self._comparison = comparison
        self._names: Names = document.label_names

    def html(self, most: int = MOST_PICTURES) -> str:
        """The file; `most` pictures are shown in it."""
        document = self._document
        title = f"Accuracy of {document.model_name}"
        name = self._dataset.name if self._dataset else document.dataset or "a dataset that was removed"
        body = [
            f'<h1>{html.text(title)}</h1><p class="dim">{html.text(name)} · run {html.text(document.run)} · '
            f"{html.text(document.created)}</p>",
            f'<p class="verdict">{html.text(document.verdict)}</p>',
            html.listing((*document.caveats, *document.notes)),
            self._compared(),
            html.section(
                "Figures", html.table(("metric", "value", "95 % interval"), map(_metric, document.metrics), (1, 2))
            ),
            html.section("Weakest classes", self._weakest()),
            html.section("Taken for another", self._matrix(), self._mistakes()),
            html.section(self._heading(), self._cards(most)),
            html.section(
                "How it was measured", html.table(("what", "is"), self._conditions()), html.listing(document.reasons)
            ),
        ]
        return html.document(title, filter(None, body))

    # --- figures ----------------------------------------------------------------------------------

    def _compared(self) -> str:
        if self._comparison is None:
            return ""
        found = self._comparison
        rows = map(_change, found.result.changes)
        head = ("metric", "before", "after", "difference", "95 % interval", "")
        return html.section(
            f"Against run {found.first}",
            f'<p class="verdict">{html.text(found.verdict)}</p>',
            html.table(head, rows, (1, 2, 3, 4)),
            html.listing(found.caveats),
        )

    def _weakest(self) -> str:
        worst = sorted(self._document.per_class, key=lambda one: (one.metric.value, one.label))[:_MOST_CLASSES]
        rows = ((label_name(self._names, one.label), f"{one.count:,}", *_metric(one.metric)[1:]) for one in worst)
        name = metric_words(worst[0].metric.name) if worst else ""
        return html.table(("class", "count", name, "95 % interval"), rows, (1, 2, 3))

    def _mistakes(self) -> str:
        wrong = [one for one in self._document.confusion if one.truth != one.given]
        wrong.sort(key=lambda one: -one.count)
        rows = ((self._truth(one.truth), self._given(one.given), f"{one.count:,}") for one in wrong[:_MOST_MISTAKES])
        return html.table(("this", "was taken for", "count"), rows, (2,))

    def _matrix(self) -> str:
        cells = {(one.truth, one.given): one.count for one in self._document.confusion}
        truths, givens = (sorted({pair[i] for pair in cells}, key=lambda n: (n is None, n or 0)) for i in (0, 1))
        if not cells or len(truths) > _WIDEST_MATRIX or len(givens) > _WIDEST_MATRIX:
            return ""
        rows = ((self._truth(t), *(f"{cells.get((t, g), 0):,}" for g in givens)) for t in truths)
        return html.table(("truth ↓ given →", *map(self._given, givens)), rows, range(1, len(givens) + 1))

    def _truth(self, label: int | None) -> str:
        return label_name(self._names, label, "nothing there")

    def _given(self, label: int | None) -> str:
        return label_name(self._names, label, "not found")

    def _conditions(self) -> Iterator[tuple[str, str]]:
        document = self._document
        environment, effective, preprocessing = document.environment, document.effective, document.preprocessing
        yield document.sample_kind.plural, f"{document.samples:,} measured, {document.left_out:,} left out"
        yield (
            "device",
            f"{document.config.device}, precision {effective.precision or 'unknown'}, batch {effective.batch}",
        )
        yield "outputs", document.adapter.kind if document.adapter else "compared with another model's"
        if document.sample_kind is SampleKind.PICTURE:
            yield "colours", str(preprocessing.color_order or "as they are")
        for what, numbers in (("mean", preprocessing.mean), ("scale", preprocessing.scale)):
            if numbers:
                yield what, ", ".join(f"{number:g}" for number in numbers)
        if preprocessing.resize is not None:
            yield "resize", f"{preprocessing.resize.rule} ({preprocessing.resize.filter})"
        yield "host", f"{environment.host}, {environment.cpu}"
        yield "versions", ", ".join(f"{name} {version}" for name, version in sorted(environment.versions.items()))

    # --- pictures ---------------------------------------------------------------------------------

    def _heading(self) -> str:
        words = self._document.sample_kind.plural
        if self._document.preview:
            return words.capitalize()
        return f"{words.capitalize()} that changed most" if self._comparison else f"Worst {words}"

    def _cards(self, most: int) -> str:
        order = PictureOrder.CHANGE if self._comparison else PictureOrder.WORST
        shown = chosen(self._seen, PictureWish(order=order), lambda _: ())[:most]
        cards = "".join(map(self._card, shown))
        legend = '<p class="dim">Dashed green: what is there. Orange: what was found.</p>'
        boxes = any(isinstance(one.record, ObjectRecord) for one in shown)
        return f'{legend if boxes else ""}<div class="cards">{cards}</div>' if cards else ""

    def _card(self, one: SeenPicture) -> str:
        said = described(one.record, self._names)
        truth = _counted(shown_classes(one.sample, one.record, self._names)) if one.sample else ""
        lines = [f"<strong>{html.text(one.record.picture)}</strong>"]
        if truth or said.given:
            lines.append(html.text(f"{truth or 'nothing'} → {_counted(said.given) or 'nothing'}"))
        moved = "" if one.change is None else f", {signed(one.change, '.3f')} against the other run"
        lines.append(html.text(f"score {one.record.score:.3f}{moved}"))
        return f"<figure>{self._drawn(one)}<figcaption>{'<br>'.join(lines)}</figcaption></figure>"

    def _drawn(self, one: SeenPicture) -> str:
        if one.sample is None or self._dataset is None:
            return '<p class="dim">The dataset was removed.</p>'
        if not self._dataset.holds_pictures:
            return ""
        size = (one.sample.width, one.sample.height)
        try:
            file = self._pictures.thumbnail(self._dataset, one.position, _SIDE)
        except InputError as error:
            return f'<p class="dim">{html.text(error.message)}</p>'
        parts = [html.image(html.data_address(file.read_bytes(), "image/jpeg"), size), *self._marks(one, one.sample)]
        return html.drawing(size, one.record.picture, parts)

    def _marks(self, one: SeenPicture, sample: Sample) -> Iterator[str]:
        """Boxes or the mask over a picture."""
        size, font = (sample.width, sample.height), max(sample.width, sample.height) / 22
        if isinstance(one.record, PixelRecord):
            drawn = class_map(one.record.segmented)
            step = max(1, max(drawn.shape) // _SIDE)
            yield html.image(html.data_address(mask_png(drawn[::step, ::step]), "image/png"), size, 0.6)
        if isinstance(one.record, ObjectRecord):
            for box in sample.boxes or ():
                yield html.rectangle("truth", (box.x0, box.y0, box.x1, box.y1), "", font)
            detected = one.record.detected
            for corners, score, label in zip(detected.boxes, detected.scores, detected.labels, strict=True):
                if score >= SURE:
                    yield html.rectangle("found", corners, f"{label_name(self._names, label)} {score:.2f}", font)


def _counted(names: Sequence[str]) -> str:
    """`dog, 3 × person`."""
    return ", ".join(f"{count} × {name}" if count > 1 else name for name, count in Counter(names).items())


def _metric(metric: Metric) -> tuple[str, str, str]:
    value, _, interval = metric_figure(metric).partition(" [")
    return metric_words(metric.name), value, f"[{interval}"


def _change(change: MetricChange) -> tuple[str, ...]:
    value, _, interval = change_figure(change).partition(" [")
    return (
        metric_words(change.name),
        metric_value(change.name, change.before),
        metric_value(change.name, change.after),
        value,
        f"[{interval}",
        "" if change.significant else "can't tell",
    )
