import type { SearchPoint } from "./types";

/** A configuration as text: the same for equal ones. */
export function configKey({ config }: SearchPoint): string {
  const { device, hint, batch, streams, threads, requests, precision, shapes, extra } = config;
  const rest = [shapes, extra].flatMap((named) => Object.entries(named ?? {}).sort().map(([name, value]) => `${name}=${JSON.stringify(value)}`));
  return [device, hint, batch, streams, threads, requests, precision, ...rest].map((value) => value ?? "").join("-");
}

/** Points with what has ended since in its place: a measured point is not replaced by one that failed later. */
export function withPoints(before: readonly SearchPoint[], news: readonly SearchPoint[]): SearchPoint[] {
  const points = [...before];
  const places = new Map(before.map((point, index) => [configKey(point), index]));
  for (const point of news) {
    const place = places.get(configKey(point));
    if (place === undefined) {
      places.set(configKey(point), points.length);
      points.push(point);
    } else if (point.headline || !points[place]?.headline) points[place] = point;
  }
  return points;
}
