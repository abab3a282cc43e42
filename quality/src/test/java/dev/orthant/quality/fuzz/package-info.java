/// Readers of files against bytes that nobody meant: seeds, mutations, and the corpus that Jazzer found (`docs/fuzzing.md`).
@NullMarked
package dev.orthant.quality.fuzz;

import org.jspecify.annotations.NullMarked;
