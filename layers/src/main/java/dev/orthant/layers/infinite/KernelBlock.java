package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import java.util.Optional;

/// What an infinitely wide network knows of two sets of examples, the rows and the columns: the covariance of its
/// outputs under random weights (NNGP) and the inner product of its gradients (NTK), with the moments of each example
/// that the next layer's formula needs.
///
///     nngp(i, j)        = E[f(xᵢ) f(x′ⱼ)]                     rowVariance(i) = E[f(xᵢ)²]
///     ntk(i, j)         = E[⟨∂f(xᵢ)/∂weights, ∂f(x′ⱼ)/∂weights⟩]
///
/// The NTK is that of the NTK parameterisation, z = (σ_w/√fanIn) W x + σ_b b with W, b ~ N(0, 1), in which it has a
/// limit. The standard parameterisation, z = W x + b with W ~ N(0, σ_w²/fanIn), has the same NNGP; its NTK grows with
/// the width ([#affineStandard]) unless every layer's learning rate is divided by its fanIn.
///
/// On its way through a network a block is of feature vectors ([FeatureBlock], one number for each pair of examples) or of
/// images ([PixelBlock], numbers for pairs of their pixels); [#flattened] and [PixelBlock#globallyAveraged] lead from the second
/// to the first. A layer's `kernel` takes one block to the next; start with [#ofInputs]. For many examples use [KernelTiles].
///
/// ```java
/// KernelBlock inputs = KernelBlock.ofInputs(Tensor.of(Shape.of(2, 2), 1, 1, 1, -1));      // two orthogonal examples
/// KernelBlock first = inputs.affine(1, 0);
/// first.nngp().at(0, 1);                                                                  // → 0.0
/// KernelBlock depthTwo = first.through(new Rectifier(0, Math.sqrt(2))).affine(1, 0);
/// depthTwo.nngp().at(0, 1) == 1 / Math.PI;                                                // → true
/// depthTwo.ntk().at(0, 0);                                                                // → 2.0
/// ```
///
/// @since 0.1.0
public sealed interface KernelBlock permits FeatureBlock, PixelBlock {
    /// The inputs of a network against themselves, before the first layer.
    ///
    ///     nngp = X Xᵀ / d,   ntk = 0
    ///
    /// @param examples X, vectors [count, d], or images [count, height, width, channels]: then for each pair of pixels, d the
    ///                 number of channels
    /// @return the kernels before the first layer; the NTK is 0, as nothing has been learned
    static KernelBlock ofInputs(Tensor examples) {
        return ofInputs(examples, examples);
    }

    /// The inputs of a network before the first layer, one set against another.
    ///
    /// @param rows    X, [rows, …]
    /// @param columns X′, [columns, …], examples of the same form
    /// @return the kernels before the first layer; the NTK is 0, as nothing has been learned
    /// @throws ShapeException           if the numbers of inputs differ or are 0
    /// @throws IllegalArgumentException if an input is NaN or infinite
    static KernelBlock ofInputs(Tensor rows, Tensor columns) {
        if (Inputs.areImages(rows)) {
            return PixelBlock.ofImages(rows, columns, PixelPairs.ALL);
        }
        Inputs left = Inputs.of(rows);
        Inputs right = rows == columns ? left : Inputs.of(columns);
        return left.against(right, true);
    }

    /// {@return number of examples in the rows}
    int rows();

    /// {@return number of examples in the columns}
    int columns();

    /// {@return what the covariance is of}
    Features features();

    /// {@return whether there is an NTK}
    boolean hasNtk();

    /// {@return this block of feature vectors}
    ///
    /// @throws ShapeException if it is of images
    FeatureBlock vectors();

    /// {@return this block of images}
    ///
    /// @throws ShapeException if it is of feature vectors
    PixelBlock pixels();

    /// {@return all numbers of an example as one feature vector}
    FeatureBlock flattened();

    /// {@return the covariances, [rows, columns]}
    ///
    /// @throws ShapeException if the block is of images; so do all accessors of matrices and moments
    default Matrix nngp() {
        return vectors().nngp();
    }

    /// {@return the NTK, if there is one and it was asked for}
    default Optional<Matrix> tangent() {
        return vectors().tangent();
    }

    /// {@return the NTK}
    ///
    /// @throws NoClosedForm if there is none: a nonlinearity with jumps has no gradient, or only the NNGP was asked for
    default Matrix ntk() {
        return tangent()
                .orElseThrow(() -> new NoClosedForm(
                        "ntk: this block has none: either a nonlinearity with jumps (Sign, Step) was passed,"
                                + " through which no gradient flows, or only the NNGP was asked for; use nngp()"));
    }

    /// {@return moments of the rows, one number per example}
    default Moments rowMoments() {
        return vectors().rowMoments();
    }

    /// {@return moments of the columns, one number per example}
    default Moments columnMoments() {
        return vectors().columnMoments();
    }

    /// {@return `E[f(xᵢ)²]` of the rows, [rows, 1]}
    default Matrix rowVariance() {
        return rowMoments().variance();
    }

    /// {@return `E[f(x′ⱼ)²]` of the columns, [columns, 1]}
    default Matrix columnVariance() {
        return columnMoments().variance();
    }

    /// {@return whether the outputs are a Gaussian process}
    default boolean gaussian() {
        return features().gaussian();
    }

    /// {@return the block of some of the rows and some of the columns}
    ///
    /// @param rowIndices    which rows, in the order that is wanted
    /// @param columnIndices which columns, in the order that is wanted
    /// @throws ShapeException if the block is of images
    default FeatureBlock part(int[] rowIndices, int[] columnIndices) {
        return vectors().part(rowIndices, columnIndices);
    }

    /// {@return the same block without its NTK: half the work for the layers that follow}
    KernelBlock withoutNtk();

    /// {@return the same covariances, of a layer with so many neurons or channels}
    ///
    /// @param width at least 1
    KernelBlock withWidth(int width);

    /// Through a random affine layer, z = (σ_w/√fanIn) W x + σ_b b.
    ///
    ///     nngp′ = σ_w² nngp + σ_b²          (variances likewise)
    ///     ntk′  = nngp′ + σ_w² ntk
    ///
    /// Source: Jacot, Gabriel and Hongler 2018, "Neural tangent kernel", theorem 1. The first term is the gradient with
    /// respect to this layer's own W and b, the second comes through the layers below.
    ///
    /// @param weightVariance σ_w², at least 0
    /// @param biasVariance   σ_b², at least 0; 0 for a layer without bias
    /// @return the block of the layer's outputs, a Gaussian process
    /// @throws ShapeException if the block is of images
    KernelBlock affine(double weightVariance, double biasVariance);

    /// Through a random affine layer in the standard parameterisation, z = W x + b, whose gradients are those of the
    /// networks that train: with respect to W and b themselves.
    ///
    ///     ntk′ = fanIn · nngp + 1 (with a bias) + σ_w² ntk
    ///
    /// It has no limit: it depends on the width of the layer before.
    ///
    /// @param weightVariance σ_w², at least 0: W ~ N(0, σ_w²/fanIn)
    /// @param biasVariance   σ_b², at least 0; 0 for a layer without bias
    /// @return the block of the layer's outputs, a Gaussian process
    /// @throws ShapeException if the block is of images
    KernelBlock affineStandard(double weightVariance, double biasVariance);

    /// {@return the features less their mean over the neurons: what a layer sees whose rows of weights sum to 0}
    ///
    ///
    ///     nngp′ = nngp − m mᵀ,  variances likewise
    ///
    /// @throws ShapeException if the block is of images
    KernelBlock centred();

    /// {@return the features divided by their root mean square over the neurons}
    ///
    ///
    ///     nngp′ = nngp/√((v + ε)(v′ + ε)),  ntk likewise
    ///
    /// The derivative of the root mean square itself vanishes as 1/width.
    ///
    /// @param epsilon ε, at least 0; a variance of 0 gives 0
    /// @throws ShapeException if the block is of images
    KernelBlock normalised(double epsilon);

    /// {@return the features times a fixed number: covariances times its square}
    ///
    /// @param factor finite; its sign is of no matter
    KernelBlock scaled(double factor);

    /// {@return the sum of two branches' outputs for the same examples, if they are independent given the branches'
    /// input}
    ///
    ///
    ///     nngp′ = nngp₁ + nngp₂ + m₁ m₂ᵀ + m₂ m₁ᵀ        ntk′ = ntk₁ + ntk₂
    ///
    /// The means m are 0 after a random affine layer.
    ///
    /// @param branch of the same examples
    /// @throws ShapeException if the branches differ in form
    KernelBlock plus(KernelBlock branch);

    /// Through random masks, one per example and feature, that keep a feature with this probability and divide it by it.
    ///
    /// Masks of two examples are independent, so covariances stay; the variance of one example grows to v/keep. On the
    /// diagonal of a set with itself `nngp` is then the covariance of an example with itself under two masks.
    ///
    /// @param keep in (0, 1]
    /// @return the block of the features that the masks leave
    KernelBlock masked(double keep);

    /// Through a nonlinearity, element by element.
    ///
    ///     nngp′ = T(nngp)        ntk′ = D(nngp) ∘ ntk
    ///
    /// @param activation T and D; without D the block has no NTK any more
    /// @return the block of the features after the nonlinearity
    /// @throws IllegalArgumentException if the block is not of a Gaussian process
    KernelBlock through(DualActivation activation);
}
