package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;

/// Every loop over float32 numbers that must be fast, on bare arrays.
///
/// [ScalarKernels] is written for the reader and defines the results; `VectorKernels` has the same methods in the same
/// order and agrees with it within the rounding bounds that the tests state. [ActiveKernels] says which one serves.
///
/// Unless a method says otherwise, the output may be one of the inputs (the same elements), must not overlap one in
/// any other way, and all spans have the same length. Sums are formed in an order that depends on the length alone:
/// the same call gives the same bits every time.
public interface Kernels {
    /// `scalar` or `vector`.
    String name();

    /// How many float32 numbers one instruction handles; 1 for scalar kernels.
    int lanes();

    /// Kernels that move numbers and compute nothing.
    MovementKernels movement();

    /// Functions of single numbers and their derivatives.
    FunctionKernels functions();

    /// Broadcasting, reductions, softmax and normalisation.
    RowKernels rows();

    /// The float64 kernels that go with these.
    DoubleKernels doubles();

    /// The fused steps of the training rules.
    StepKernels steps();

    /// The normal distribution in float64.
    NormalLawKernels normalLaw();

    /// Covariances through piecewise linear nonlinearities, in float64.
    RectifierKernels rectifier();

    /// C = A B. C overlaps neither A nor B. Sums are kept in float32: partial sums beyond its largest number are infinite, whatever
    /// would have been added to them. So in all four products.
    ///
    /// @param a [m, k]
    /// @param b [k, n]
    /// @param c [m, n], overwritten
    void multiply(MatrixView a, MatrixView b, MatrixView c);

    /// C = A Bᵀ. C overlaps neither A nor B.
    ///
    /// @param a [m, k]
    /// @param b [n, k]
    /// @param c [m, n], overwritten
    void multiplyTransposedRight(MatrixView a, MatrixView b, MatrixView c);

    /// C = Aᵀ B. C overlaps neither A nor B.
    ///
    /// @param a [k, m]
    /// @param b [k, n]
    /// @param c [m, n], overwritten
    void multiplyTransposedLeft(MatrixView a, MatrixView b, MatrixView c);

    /// C = C + A B on the calling thread alone, for a small A: few rows of C that stay in the caches while many of B go by, or
    /// the other way round. C overlaps neither A nor B.
    ///
    /// @param a [m, k]
    /// @param b [k, n]
    /// @param c [m, n], added to: element by element its k products in their order, one addition after the other
    void addProduct(MatrixView a, MatrixView b, MatrixView c);

    /// out = a + b
    void add(Span a, Span b, Span out);

    /// out = a − b
    void subtract(Span a, Span b, Span out);

    /// out = a ∘ b, elementwise
    void multiply(Span a, Span b, Span out);

    /// out = factor · a
    void scale(Span a, float factor, Span out);

    /// accumulator += factor · a
    void addScaled(Span accumulator, float factor, Span a);

    /// out = (a − shift) · factor
    void shiftAndScale(Span a, float shift, float factor, Span out);

    /// out = factor · max(0, a)
    void scaledRelu(Span a, float factor, Span out);

    /// out = factor · upstream where a > 0, else 0. NaN in `a` counts as not positive.
    void scaledWherePositive(Span upstream, Span a, float factor, Span out);

    /// Σ aᵢ, of any length with the error of a short sum: at most a few tens of float32 roundings touch a number, the rest
    /// is added in float64
    double sum(Span a);

    /// Σ aᵢ bᵢ, with an error as that of [#sum]
    double dot(Span a, Span b);

    /// Σ aᵢ², with an error as that of [#sum]
    double sumOfSquares(Span a);

    /// Fills `out` with the numbers of a counter-based stream, uniform in the open interval (0, 1).
    ///
    /// Element i is a function of (key, firstIndex + i) alone, the same bits for scalar and vector kernels.
    ///
    /// @param key        names the stream
    /// @param firstIndex index in the stream of `out`'s first element, at least 0
    void uniform(long key, long firstIndex, Span out);

    /// Fills `out` with standard normal numbers of a counter-based stream.
    ///
    /// Element i is a function of (key, firstIndex + i) alone, the same bits for scalar and vector kernels.
    ///
    /// @param key        names the stream
    /// @param firstIndex index in the stream of `out`'s first element, at least 0
    void gaussian(long key, long firstIndex, Span out);

    /// Convolutions of images.
    ConvolutionKernels convolution();

    /// Pooling of images.
    PoolingKernels pooling();
}
