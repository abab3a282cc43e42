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
/// KernelBlock first = KernelBlock.ofInputs(vectors).affine(1, 0);
/// KernelBlock depthTwo = first.through(new Rectifier(0, Math.sqrt(2))).affine(1, 0);
/// ```
public sealed interface KernelBlock permits FeatureBlock, PixelBlock {
    /// The inputs of a network against themselves, before the first layer.
    ///
    ///     nngp = X Xᵀ / d,   ntk = 0
    ///
    /// @param examples X, vectors [count, d], or images [count, height, width, channels]: then for each pair of pixels, d the
    ///                 number of channels
    static KernelBlock ofInputs(Tensor examples) {
        return ofInputs(examples, examples);
    }

    /// The inputs of a network before the first layer, one set against another.
    ///
    /// @param rows    X, [rows, …]
    /// @param columns X′, [columns, …], examples of the same form
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

    /// Number of examples in the rows.
    int rows();

    /// Number of examples in the columns.
    int columns();

    /// What the covariance is of.
    Features features();

    /// Whether there is an NTK.
    boolean hasNtk();

    /// This block of feature vectors.
    ///
    /// @throws ShapeException if it is of images
    FeatureBlock vectors();

    /// This block of images.
    ///
    /// @throws ShapeException if it is of feature vectors
    PixelBlock pixels();

    /// All numbers of an example as one feature vector.
    FeatureBlock flattened();

    /// The covariances, [rows, columns].
    ///
    /// @throws ShapeException if the block is of images; so do all accessors of matrices and moments
    default Matrix nngp() {
        return vectors().nngp();
    }

    /// The NTK, if there is one and it was asked for.
    default Optional<Matrix> tangent() {
        return vectors().tangent();
    }

    /// The NTK.
    ///
    /// @throws NoClosedForm if there is none: a nonlinearity with jumps has no gradient, or only the NNGP was asked for
    default Matrix ntk() {
        return tangent()
                .orElseThrow(() -> new NoClosedForm(
                        "ntk: this block has none: either a nonlinearity with jumps (Sign, Step) was passed,"
                                + " through which no gradient flows, or only the NNGP was asked for; use nngp()"));
    }

    /// Of the rows.
    default Moments rowMoments() {
        return vectors().rowMoments();
    }

    /// Of the columns.
    default Moments columnMoments() {
        return vectors().columnMoments();
    }

    /// `E[f(xᵢ)²]` of the rows, [rows, 1].
    default Matrix rowVariance() {
        return rowMoments().variance();
    }

    /// `E[f(x′ⱼ)²]` of the columns, [columns, 1].
    default Matrix columnVariance() {
        return columnMoments().variance();
    }

    /// Whether the outputs are a Gaussian process.
    default boolean gaussian() {
        return features().gaussian();
    }

    /// The block of some of the rows and some of the columns.
    default FeatureBlock part(int[] rowIndices, int[] columnIndices) {
        return vectors().part(rowIndices, columnIndices);
    }

    /// The same block without its NTK: half the work for the layers that follow.
    KernelBlock withoutNtk();

    /// The same covariances, of a layer with so many neurons or channels.
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
    /// @throws ShapeException if the block is of images
    KernelBlock affineStandard(double weightVariance, double biasVariance);

    /// The features less their mean over the neurons: what a layer sees whose rows of weights sum to 0.
    ///
    ///     nngp′ = nngp − m mᵀ,  variances likewise
    ///
    /// @throws ShapeException if the block is of images
    KernelBlock centred();

    /// The features divided by their root mean square over the neurons.
    ///
    ///     nngp′ = nngp/√((v + ε)(v′ + ε)),  ntk likewise
    ///
    /// The derivative of the root mean square itself vanishes as 1/width.
    ///
    /// @param epsilon ε, at least 0; a variance of 0 gives 0
    /// @throws ShapeException if the block is of images
    KernelBlock normalised(double epsilon);

    /// The features times a fixed number: covariances times its square.
    KernelBlock scaled(double factor);

    /// The sum of two branches' outputs for the same examples, if they are independent given the branches' input.
    ///
    ///     nngp′ = nngp₁ + nngp₂ + m₁ m₂ᵀ + m₂ m₁ᵀ        ntk′ = ntk₁ + ntk₂
    ///
    /// The means m are 0 after a random affine layer.
    ///
    /// @throws ShapeException if the branches differ in form
    KernelBlock plus(KernelBlock branch);

    /// Through random masks, one per example and feature, that keep a feature with this probability and divide it by it.
    ///
    /// Masks of two examples are independent, so covariances stay; the variance of one example grows to v/keep. On the
    /// diagonal of a set with itself `nngp` is then the covariance of an example with itself under two masks.
    ///
    /// @param keep in (0, 1]
    KernelBlock masked(double keep);

    /// Through a nonlinearity, element by element.
    ///
    ///     nngp′ = T(nngp)        ntk′ = D(nngp) ∘ ntk
    ///
    /// @throws IllegalArgumentException if the block is not of a Gaussian process
    KernelBlock through(DualActivation activation);
}
