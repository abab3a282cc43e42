/// Bytes to examples to batches; bundled digits; verified downloads.
@NullMarked
package dev.orthant.datasets;

import org.jspecify.annotations.NullMarked;
