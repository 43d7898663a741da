// The map of places: an equirectangular world, 3600 by 1800 tenths of a degree, with a spot for each place.

import { svg } from "./dom.js";
import { LAND } from "./land.js";

const map = document.getElementById("map");
const spots = svg("g", { class: "spots" });
map.append(svg("path", { class: "land", d: LAND }), spots);

/**
 * @param {[string, string, number, number, number][]} places name, country, latitude, longitude, how often
 * @param {(name: string, value: string) => void} filter narrows what is shown
 */
export function showPlaces(places, filter) {
  const most = Math.max(1, ...places.map((place) => place[4]));
  spots.replaceChildren(
    ...places.toReversed().map(([name, country, latitude, longitude, count]) => {
      const spot = svg(
        "circle",
        { cx: Math.round((longitude + 180) * 10), cy: Math.round((90 - latitude) * 10), r: Math.round(14 + 34 * Math.sqrt(count / most)) },
        svg("title", {}, `${name}: ${count}`),
      );
      spot.addEventListener("click", () => filter("entity", name));
      return spot;
    }),
  );
}
