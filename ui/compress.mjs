// Last step of `npm run build`: beside every text file of the page its Brotli and gzip form, which the server sends to
// browsers that take them (dlwb/web/files.py). Done once here, because the server has other things to do.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const BUILT = "../src/dlwb/web/static";
const TEXT = /\.(js|css|svg|json)$/; // not index.html: the server writes its <base>
const ONE_PACKET = 1400; // a file that fits into one packet arrives no sooner

for (const name of readdirSync(BUILT, { recursive: true })) {
  const file = join(BUILT, name);
  const plain = TEXT.test(name) ? readFileSync(file) : Buffer.alloc(0);
  if (plain.length > ONE_PACKET) {
    writeFileSync(`${file}.br`, brotliCompressSync(plain)); // 11, the strongest, is Brotli's default
    writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
  }
}
