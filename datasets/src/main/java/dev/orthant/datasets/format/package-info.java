/// File formats: bytes in, arrays out, and one clear line about the first byte that is wrong.
@NullMarked
package dev.orthant.datasets.format;

import org.jspecify.annotations.NullMarked;
