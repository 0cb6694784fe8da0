// Where this phone is.

/** Where this phone is, as XForms write it. */
export function here(): Promise<string> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve(
          [coords.latitude, coords.longitude, coords.altitude ?? 0, coords.accuracy].join(" "),
        ),
      reject,
      { enableHighAccuracy: true, timeout: 30_000, maximumAge: 10_000 },
    );
  });
}
