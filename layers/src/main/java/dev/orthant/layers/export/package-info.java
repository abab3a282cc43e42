/// Networks for other runtimes: [OnnxModel][dev.orthant.layers.export.OnnxModel]. Nothing here knows a layer: the operations
/// that a network applies to one example are recorded and written down, so that every layer made of known operations can
/// leave.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.layers.export;

import org.jspecify.annotations.NullMarked;
