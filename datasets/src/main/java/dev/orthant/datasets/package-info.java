/// Examples and batches: what every other package here makes, changes or reads.
///
///     format     bytes      → examples      idx, CIFAR-10, text and CSV files, checked byte by byte
///     catalogue  name       → examples      where the files lie, bundled digits, downloads when asked
///     prepare    examples   → examples      pixel scaling, unit sphere, binary labels and targets
///     here       examples   → batches       seeded orders
///
/// The arrows of the packages: `format`, `prepare` and `catalogue` use this package, `catalogue` uses `format`.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.datasets;

import org.jspecify.annotations.NullMarked;
