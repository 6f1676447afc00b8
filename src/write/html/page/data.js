// The data of the page, out of its packing.

/**
 * The value of a JSON text that was packed with gzip and written in base64.
 * @param {string} text
 * @returns {Promise<unknown>}
 */
export async function unpacked(text) {
  const packed = atob(text);
  const bytes = new Uint8Array(packed.length);
  for (let k = 0; k < packed.length; k += 1) bytes[k] = packed.charCodeAt(k);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).json();
}
