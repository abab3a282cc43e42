/// File formats: bytes in, arrays out, and one clear line about the first byte that is wrong.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.datasets.format;

import org.jspecify.annotations.NullMarked;
