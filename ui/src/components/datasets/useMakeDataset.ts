import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { datasetImports, importDataset, type DatasetRequest } from "../../api/datasetImports";

/** Makes a dataset of drawn or changed pictures; once it is accepted, its progress is on the page of all datasets. */
export function useMakeDataset(onAccepted: () => void) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: DatasetRequest) => importDataset(body),
    onSuccess: (followed) => {
      void datasetImports.follow(Promise.resolve(followed));
      onAccepted();
      void navigate({ to: "/datasets" });
    },
  });
}
