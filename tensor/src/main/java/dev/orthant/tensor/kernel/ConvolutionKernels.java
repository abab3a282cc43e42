package dev.orthant.tensor.kernel;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Span;

/// Convolution of images and its two gradients, on bare arrays. A convolution is bilinear; its three passes sum the same
/// products, each over what the other two hold:
///
///     y[n, oy, ox, k] = Σ x[n, iy, ix, c] w[k, c', dy, dx]
///     iy = oy · stride + dy · dilation − padding,   ix likewise,   c = c' + the first channel of k's group
///
/// Products whose (iy, ix) lies outside the image do not exist (padding with zeros) or take the pixel of the repeated
/// image (circular padding). NaN and infinities go wherever a product takes them, and nowhere else.
///
/// The span that is written overlaps none that is read. The same call gives the same bits for any number of threads.
public interface ConvolutionKernels {
    /// @param shape   the lengths
    /// @param input   x [batch, height, width, inChannels]
    /// @param weights w [outChannels, inChannels / groups, kernelHeight, kernelWidth]
    /// @param output  y [batch, outHeight, outWidth, outChannels], overwritten
    void forward(ConvolutionShape shape, Span input, Span weights, Span output);

    /// As [#forward], plus one number for each channel of the output: z[n, oy, ox, k] = y[n, oy, ox, k] + b[k], with y rounded
    /// to float32 first.
    ///
    /// @param shape   the lengths
    /// @param input   x [batch, height, width, inChannels]
    /// @param weights w [outChannels, inChannels / groups, kernelHeight, kernelWidth]
    /// @param bias    b [outChannels]
    /// @param output  z [batch, outHeight, outWidth, outChannels], overwritten
    void forwardWithBias(ConvolutionShape shape, Span input, Span weights, Span bias, Span output);

    /// As [#forward] for 3 × 3 filters of stride 1, dense and in one group, by Winograd's F(4 × 4, 3 × 3) where there are vectors: a quarter of the
    /// multiplications, at the price of precision. With u = 2⁻²⁴, n = c + 18 for c channels and γₙ = n u / (1 − n u), barring overflow and underflow,
    ///
    ///     |ŷ[n, oy, ox, k] − y[n, oy, ox, k]| ≤ γₙ (88/3)² max |x| Σ |w[k, ·, ·, ·]|
    ///
    /// over all of image n and all weights of filter k. A NaN or an infinity, or numbers with which that bound's right side without γₙ or
    /// 100 max |x| overflows, may make all 16 pixels of an output tile infinite or NaN; one in a filter does so in its whole channel. The scalar
    /// kernels take the definition.
    ///
    /// @param shape   the lengths
    /// @param input   x [batch, height, width, inChannels]
    /// @param weights w [outChannels, inChannels, 3, 3]
    /// @param output  y [batch, outHeight, outWidth, outChannels], overwritten
    /// @throws dev.orthant.tensor.ShapeException if the shape is another kind of convolution
    void winogradForward(ConvolutionShape shape, Span input, Span weights, Span output);

    /// The adjoint in x: ⟨y(x, w), g⟩ = ⟨x, inputGradient(g, w)⟩.
    ///
    /// @param shape          the lengths
    /// @param outputGradient g [batch, outHeight, outWidth, outChannels]
    /// @param weights        w [outChannels, inChannels / groups, kernelHeight, kernelWidth]
    /// @param inputGradient  [batch, height, width, inChannels], overwritten
    void inputGradient(ConvolutionShape shape, Span outputGradient, Span weights, Span inputGradient);

    /// The adjoint in w: ⟨y(x, w), g⟩ = ⟨w, weightGradient(x, g)⟩.
    ///
    /// @param shape          the lengths
    /// @param input          x [batch, height, width, inChannels]
    /// @param outputGradient g [batch, outHeight, outWidth, outChannels]
    /// @param weightGradient [outChannels, inChannels / groups, kernelHeight, kernelWidth], overwritten
    void weightGradient(ConvolutionShape shape, Span input, Span outputGradient, Span weightGradient);
}
