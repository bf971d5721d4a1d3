// What limits a model here, and what to try.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "./client";
import { answer } from "./errors";

export type Advice = NonNullable<ReturnType<typeof useAdvice>["data"]>; // as the client gives it
export type Finding = Advice["findings"][number];
export type Trial = Finding["trials"][number];

export const useAdvice = (model: string) =>
  useQuery({
    queryKey: ["advice", model],
    queryFn: () => answer(api.GET("/api/v1/models/{id}/advice", { params: { path: { id: model } } })),
    placeholderData: keepPreviousData,
  });
