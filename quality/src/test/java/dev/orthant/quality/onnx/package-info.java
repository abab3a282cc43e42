/// Exported networks against another runtime: what onnxruntime predicts.
@NullMarked
package dev.orthant.quality.onnx;

import org.jspecify.annotations.NullMarked;
