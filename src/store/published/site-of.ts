// Which site publishes a place.
const GROUP_ID = /^\d{14}$/

/** A group is published by its village, whose code it begins with; every other place by itself. */
export const siteOf = (place: string): string => (GROUP_ID.test(place) ? place.slice(0, 12) : place)
