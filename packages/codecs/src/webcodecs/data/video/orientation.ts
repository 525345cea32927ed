/** How a picture is turned and mirrored before it is shown. */
export interface Orientation {
  /** Degrees clockwise: 0, 90, 180 or 270. */
  readonly rotation: number;
  /** Whether it is mirrored left to right, before it is turned. */
  readonly flip: boolean;
}

/** The nearest quarter turn, from 0 to 270; halves go up. Source: WebCodecs §9.4.7, Parse Rotation. */
export function quarterTurn(rotation: number): number {
  return wrap(Math.floor((rotation % 360) / 90 + 0.5) * 90);
}

/** What two orientations, one after the other, come to. Source: WebCodecs §9.4.7, Add Rotations. */
export function addOrientations(base: Orientation, added: Orientation): Orientation {
  const rotation = quarterTurn(added.rotation);
  return {
    rotation: wrap(base.flip ? base.rotation - rotation : base.rotation + rotation),
    flip: base.flip !== added.flip,
  };
}

/** Whether width and height change places. */
export function isSideways(rotation: number): boolean {
  return rotation % 180 !== 0;
}

function wrap(rotation: number): number {
  return ((rotation % 360) + 360) % 360;
}
