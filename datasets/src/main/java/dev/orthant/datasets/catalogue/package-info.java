/// Data sets by name: where their files are looked for, the one that is bundled, and verified downloads, which happen
/// only when [Fetch] is called.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.datasets.catalogue;

import org.jspecify.annotations.NullMarked;
