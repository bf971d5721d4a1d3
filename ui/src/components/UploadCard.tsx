import { Button } from "@mantine/core";
import { dismiss, type Upload } from "../api/uploads";
import { bytes, percent } from "../format";
import { ErrorNote } from "./ErrorNote";
import { Meter } from "./Meter";
import { Tag } from "./Tag";
import classes from "./JobCard.module.css";

/** A file on its way to the server. */
export function UploadCard({ upload }: { upload: Upload }) {
  const { name, sent, total, error } = upload;
  const fraction = total > 0 ? sent / total : 0;
  return (
    <article className={classes.card}>
      <div className="spread">
        <span className={`${classes.title} clip`}>{name}</span>
        <Tag tone={error ? "bad" : "accent"}>{error ? "Failed" : "Sending"}</Tag>
      </div>
      {error ? (
        <ErrorNote error={error} />
      ) : (
        <>
          <Meter fraction={fraction} label={`Sending ${name}`} />
          <div className={classes.words}>
            <span className="num">
              {bytes(sent)} of {bytes(total)}
            </span>
            <span className="num">{percent(fraction, 0)}</span>
          </div>
        </>
      )}
      <div className="row">
        <Button variant="default" onClick={() => (error ? dismiss(upload.key) : upload.stop())}>
          {error ? "Dismiss" : "Stop"}
        </Button>
      </div>
    </article>
  );
}
