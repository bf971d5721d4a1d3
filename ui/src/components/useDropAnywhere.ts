import { useMatchRoute, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { droppedFiles } from "../api/dropped";
import { datasetImports, importDatasetFiles } from "../api/datasetImports";
import { ApiError } from "../api/errors";
import { importFiles, modelImports } from "../api/imports";
import { RUN_FILE, takeRuns } from "../api/runImport";
import { dragging } from "../state/dragging";

/** A model, pictures, or a file of runs can be dropped on any page; on those of datasets it is taken for pictures; a browser left alone would leave the page and show the file. */
export function useDropAnywhere(): void {
  const navigate = useNavigate();
  const matches = useMatchRoute();
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const onOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      dragging.set(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) dragging.set(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      dragging.set(false);
      const reading = droppedFiles(event.dataTransfer); // before the event ends, or the list is emptied
      const [first] = event.dataTransfer.files;
      if (first?.name.endsWith(RUN_FILE)) {
        void navigate({ to: "/runs" });
        void takeRuns(first);
        return;
      }
      const onDatasets = matches({ to: "/datasets", fuzzy: true });
      void navigate({ to: onDatasets ? "/datasets" : "/" });
      const refuse = (message: string) => (onDatasets ? datasetImports : modelImports).follow(Promise.reject(unusable(message)));
      void reading.then(
        (files) => {
          if (files.length === 0) return refuse("There are no files in what was dropped.");
          return onDatasets ? importDatasetFiles(files) : importFiles(files);
        },
        () => refuse("The browser cannot read what was dropped."),
      );
    };
    window.addEventListener("dragover", onOver);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("drop", onDrop);
    };
  }, [navigate, matches]);
}

function unusable(message: string): ApiError {
  return new ApiError({ type: "NothingDropped", message, hint: "Choose the files with the button, or name their path on this server.", problems: [] }, 0);
}
