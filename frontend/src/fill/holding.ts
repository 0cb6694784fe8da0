// A draft is answered in one tab at a time: of two, each would write over what the other saved.

/** What lets it go again; null where another tab has it. */
export async function hold(draft: string): Promise<(() => void) | null> {
  if (!("locks" in navigator)) return () => {}; // without https
  return new Promise((resolve, reject) => {
    const asked = navigator.locks.request(
      `datashift-draft-${draft}`,
      { ifAvailable: true },
      (lock) => (lock ? new Promise<void>((release) => resolve(release)) : resolve(null)),
    );
    asked.catch(reject);
  });
}
