// Boundary sets as files of tiles.
import { PMTiles, Protocol } from "pmtiles";

const protocol = new Protocol();
/** What MapLibre asks for the tiles of `pmtiles://` addresses. */
export const answer = protocol.tile;

/** A file that is loaded whole: some ten thousand bytes, for which each part would be a journey more. */
class Whole {
  constructor(address) {
    this.address = address;
    this.content = fetch(address).then((given) => {
      if (!given.ok) throw new Error(`${given.status} for ${address}`);
      return given.arrayBuffer();
    });
  }
  getKey() {
    return this.address;
  }
  async getBytes(offset, length) {
    return { data: (await this.content).slice(offset, offset + length) };
  }
}

/** What a file says of itself: where its areas lie, how fine they are, how our drawing lies on them. */
export async function told(address) {
  const archive = new PMTiles(new Whole(address));
  protocol.add(archive);
  const [{ maxZoom }, { bounds, drawing }] = await Promise.all([archive.getHeader(), archive.getMetadata()]);
  const degrees = (x, y) => [drawing.corner[0] + x * drawing.step[0], drawing.corner[1] + y * drawing.step[1]];
  return { url: `pmtiles://${address}`, finest: maxZoom, bounds, degrees };
}
