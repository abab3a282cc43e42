package dev.orthant.tensor;

/// All lengths of a two-dimensional convolution. Images are channels last, weights are laid out as PyTorch's:
///
///     input   [batch, height, width, inChannels]
///     weights [outChannels, inChannels / groups, kernelHeight, kernelWidth]
///     output  [batch, outHeight, outWidth, outChannels]
///
/// The kernel is not mirrored (cross-correlation, as everywhere in deep learning). Output channels fall into `groups`
/// equal runs, each of which sees only the run of input channels of the same number.
///
/// ```java
/// Shape images = Shape.of(64, 28, 28, 1);
/// ConvolutionShape lenet = ConvolutionShape.of(images, Shape.of(6, 1, 5, 5), 1, 1, 1, Padding.zero(2));
/// lenet.output();                                                                     // → [64, 28, 28, 6]
/// lenet.taps();                                                                       // → 25
/// ConvolutionShape.of(images, Shape.of(6, 3, 5, 5), 1, 1, 1, Padding.valid());        // throws ShapeException
/// ```
///
/// @param batch        images, at least 0
/// @param height       of an image
/// @param width        of an image
/// @param inChannels   numbers per pixel of the input, a multiple of `groups`
/// @param outChannels  numbers per pixel of the output, a multiple of `groups`
/// @param kernelHeight rows of weights
/// @param kernelWidth  columns of weights
/// @param stride       pixels of the input between two neighbouring windows
/// @param dilation     pixels of the input between two neighbouring weights; 1 for a dense window
/// @param groups       1 for an ordinary convolution, `inChannels` for a depthwise one
/// @param padding      what surrounds the image
/// @since 0.1.0
public record ConvolutionShape(
        int batch,
        int height,
        int width,
        int inChannels,
        int outChannels,
        int kernelHeight,
        int kernelWidth,
        int stride,
        int dilation,
        int groups,
        Padding padding) {
    /// Lengths that fit together.
    ///
    /// @throws ShapeException if a length is out of range, the channels do not divide into the groups, the window does not
    ///     fit into the padded image, circular padding exceeds the image, or an array would be too large
    public ConvolutionShape {
        require(batch >= 0, batch, "images", "at least 0 are required");
        requirePositive(height, "height of the image");
        requirePositive(width, "width of the image");
        requirePositive(inChannels, "input channels");
        requirePositive(outChannels, "output channels");
        requirePositive(kernelHeight, "height of the kernel");
        requirePositive(kernelWidth, "width of the kernel");
        requirePositive(stride, "stride");
        requirePositive(dilation, "dilation");
        requirePositive(groups, "groups");
        if (inChannels % groups != 0 || outChannels % groups != 0) {
            throw new ShapeException("convolution: " + inChannels + " input and " + outChannels + " output channels in "
                    + groups + " groups came; both must be multiples of the number of groups");
        }
        requireFit("rows", kernelHeight, dilation, height, padding.vertical());
        requireFit("columns", kernelWidth, dilation, width, padding.horizontal());
        if (padding instanceof Padding.Circular(int vertical, int horizontal)
                && (vertical > height || horizontal > width)) {
            throw new ShapeException("convolution: circular padding by " + vertical + " rows and " + horizontal
                    + " columns came for images of " + height + " x " + width
                    + "; an image can be repeated at most once on each side");
        }
        Shape.of(batch, height, width, inChannels); // fit into arrays, or throw
        Shape.of(outChannels, inChannels / groups, kernelHeight, kernelWidth);
        Shape.of(
                batch,
                windows(height, padding.vertical(), kernelHeight, dilation, stride),
                windows(width, padding.horizontal(), kernelWidth, dilation, stride),
                outChannels);
    }

    /// The convolution of these images with these weights.
    ///
    /// @param input    [batch, height, width, inChannels]
    /// @param weights  [outChannels, inChannels / groups, kernelHeight, kernelWidth]
    /// @param stride   pixels of the input between two neighbouring windows, at least 1
    /// @param dilation pixels of the input between two neighbouring weights, at least 1
    /// @param groups   runs of channels that are convolved for themselves, at least 1
    /// @param padding  what surrounds the image
    /// @return         all lengths
    /// @throws ShapeException as the constructor, or if the two do not fit together
    public static ConvolutionShape of(
            Shape input, Shape weights, int stride, int dilation, int groups, Padding padding) {
        if (input.rank() != 4 || weights.rank() != 4) {
            throw new ShapeException("convolution: images " + input + " and weights " + weights
                    + " came; [batch, height, width, channels] and [out, in / groups, height, width] are required");
        }
        ConvolutionShape shape = new ConvolutionShape(
                input.axis(0),
                input.axis(1),
                input.axis(2),
                input.axis(3),
                weights.axis(0),
                weights.axis(2),
                weights.axis(3),
                stride,
                dilation,
                groups,
                padding);
        if (!weights.equals(shape.weights())) {
            throw new ShapeException("convolution: weights " + weights + " came for images " + input + " in " + groups
                    + " groups; weights " + shape.weights() + " are required");
        }
        return shape;
    }

    /// {@return rows of an image of the output}
    public int outHeight() {
        return windows(height, padding.vertical(), kernelHeight, dilation, stride);
    }

    /// {@return columns of an image of the output}
    public int outWidth() {
        return windows(width, padding.horizontal(), kernelWidth, dilation, stride);
    }

    /// {@return input channels that an output channel sees}
    public int groupInChannels() {
        return inChannels / groups;
    }

    /// {@return output channels in a group}
    public int groupOutChannels() {
        return outChannels / groups;
    }

    /// {@return positions of the kernel: its height times its width}
    public int taps() {
        return kernelHeight * kernelWidth;
    }

    /// {@return [batch, height, width, inChannels]}
    public Shape input() {
        return Shape.of(batch, height, width, inChannels);
    }

    /// {@return [outChannels, inChannels / groups, kernelHeight, kernelWidth]}
    public Shape weights() {
        return Shape.of(outChannels, groupInChannels(), kernelHeight, kernelWidth);
    }

    /// {@return [batch, outHeight, outWidth, outChannels]}
    public Shape output() {
        return Shape.of(batch, outHeight(), outWidth(), outChannels);
    }

    /// How many windows fit: ⌊(length + 2 padding − dilation (kernel − 1) − 1) / stride⌋ + 1
    private static int windows(int length, int padding, int kernel, int dilation, int stride) {
        return Math.toIntExact((length + 2L * padding - dilation * (kernel - 1L) - 1) / stride + 1);
    }

    private static void requireFit(String what, int kernel, int dilation, int length, int padding) {
        long window = dilation * (kernel - 1L) + 1;
        long padded = length + 2L * padding;
        if (window > padded) {
            throw new ShapeException("convolution: a window of " + window + " " + what + " came for padded images of "
                    + padded + "; it must fit in; pad more or use a smaller kernel");
        }
    }

    private static void requirePositive(int value, String what) {
        require(value >= 1, value, what, "at least 1 is required");
    }

    private static void require(boolean holds, int value, String what, String requirement) {
        if (!holds) {
            throw new ShapeException("convolution: " + value + " came for " + what + "; " + requirement);
        }
    }
}
