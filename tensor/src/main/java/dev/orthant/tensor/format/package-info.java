/// Files of named tensors: [SafeTensors][dev.orthant.tensor.format.SafeTensors], numpy's
/// [npy][dev.orthant.tensor.format.Npy] and [npz][dev.orthant.tensor.format.Npz], with nothing but the JDK.
///
/// A file is not believed. Whatever the bytes, a reader gives tensors or throws a
/// [FormatException][dev.orthant.tensor.format.FormatException] (or another `java.io.IOException` if the disk fails), and
/// allocates at most four times the size of the file plus 1 MB: one byte may become one float32, and no length in a
/// header is allocated before the file is known to hold it. Nothing is ever unpacked to disk and no code in a file is
/// ever run.
///
/// NaN and infinity are numbers to a file: float32 passes through bit by bit, both ways, and every narrower float keeps
/// its NaN and infinity. A float64 beyond the range of float32 becomes infinite, an integer beyond 2²⁴ is rounded to the
/// nearest float32. Who must not have them asks [dev.orthant.tensor.Tensor#isFinite]; training does.
///
/// @since 0.1.0
@NullMarked
package dev.orthant.tensor.format;

import org.jspecify.annotations.NullMarked;
