// Another text of a submission that lies on this phone already is an edit of it: both are kept.

/** The text under an id of its own that names the one it replaces; `chance` tells it from others. */
export function edited(xml: string, chance: string): { xml: string; instance: string } {
  const instance = `uuid:${chance}`;
  const both = `<$1instanceID>${instance}</$1instanceID><$1deprecatedID>$2</$1deprecatedID>`;
  return { instance, xml: xml.replace(/<((?:\w+:)?)instanceID>([^<]+)<\/\1instanceID>/, both) };
}
