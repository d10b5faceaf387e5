// Markers as stamps: each kind is drawn once, and its pixels are copied to where the sites are. A path of ten
// thousand circles takes a tenth of a second to fill; their pixels are written in a few milliseconds.

/** A stamp of a drawing within `reach` of its middle: its pixels, and how wide it is. */
function makeStamp(reach, ratio, draw) {
  const size = Math.ceil(2 * reach * ratio);
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.setTransform(ratio, 0, 0, ratio, size / 2, size / 2);
  draw(context);
  return { size, pixels: new Uint32Array(context.getImageData(0, 0, size, size).data.buffer) };
}

/** A filled circle with a thin dark edge. */
function dotStamp(radius, colour, ratio) {
  return makeStamp(radius + 1, ratio, (context) => {
    context.beginPath();
    context.arc(0, 0, radius, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    context.lineWidth = radius > 3 ? 1 : 0.5;
    context.strokeStyle = "#1b2330";
    context.stroke();
  });
}

/** A small cross with a white edge: told apart by its shape too. */
function crossStamp(arm, colour, ratio) {
  return makeStamp(arm + 2, ratio, (context) => {
    context.beginPath();
    context.moveTo(-arm, -arm);
    context.lineTo(arm, arm);
    context.moveTo(-arm, arm);
    context.lineTo(arm, -arm);
    for (const [width, stroke] of [[3.2, "#ffffff"], [1.6, colour]]) {
      context.lineWidth = width;
      context.strokeStyle = stroke;
      context.stroke();
    }
  });
}

/** One colour over another; both as the bytes of an ImageData (not premultiplied), little-endian. */
function over(above, below) {
  const a = above >>> 24;
  const b = ((below >>> 24) * (255 - a)) / 255;
  const alpha = a + b;
  const mix = (shift) => Math.round((((above >>> shift) & 255) * a + ((below >>> shift) & 255) * b) / alpha) << shift;
  return ((Math.round(alpha) << 24) | mix(16) | mix(8) | mix(0)) >>> 0;
}

/** Copy a stamp into a picture with its middle at a pixel. */
function press(target, width, height, stamp, middleX, middleY) {
  const { size, pixels } = stamp;
  const left = Math.round(middleX - size / 2);
  const top = Math.round(middleY - size / 2);
  for (let row = Math.max(0, -top); row < size && top + row < height; row += 1) {
    const to = (top + row) * width + left;
    const from = row * size;
    const end = Math.min(size, width - left);
    for (let column = Math.max(0, -left); column < end; column += 1) {
      const above = pixels[from + column];
      if (above >>> 24 === 255) target[to + column] = above;
      else if (above >>> 24) target[to + column] = over(above, target[to + column]);
    }
  }
}
