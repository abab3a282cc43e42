package dev.orthant.layers.infinite;

/// A layer or a question whose infinite-width answer is not known in closed form: an answer, not an omission.
/// The message says why, and what to do instead.
///
/// ```java
/// KernelBlock images = KernelBlock.ofInputs(Tensor.zeros(Shape.of(1, 4, 4, 1)));
/// new MaxPool2d(2).kernel(images);                    // throws NoClosedForm
/// new AvgPool2d(2).kernel(images).pixels().grid();    // → PixelGrid[height=2, width=2]
/// ```
///
/// @since 0.1.0
public final class NoClosedForm extends UnsupportedOperationException {
    private static final long serialVersionUID = 1L;

    /// An answer with its reason.
    ///
    /// @param message what was asked, why there is no formula, and what to do instead
    public NoClosedForm(String message) {
        super(message);
    }
}
