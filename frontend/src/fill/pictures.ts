// A photograph made smaller and drawn anew, so that nothing of the phone and the place stays in it.

export const MOST_PIXELS = 1600; // along the longer side, unless the questionnaire says otherwise

/** The photograph as JPEG; null where this browser cannot read it as a picture. */
export async function shrunk(file: File, most: number | null): Promise<File | null> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
  const scale = Math.min(1, (most ?? MOST_PIXELS) / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((made) => canvas.toBlob(made, "image/jpeg", 0.85));
  if (!blob) return null;
  const name = file.name.replace(/\.\w+$/, "") || "photo";
  return new File([blob], `${name}.jpg`, { type: "image/jpeg" });
}
