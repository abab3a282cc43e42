package dev.orthant.layers.infinite;

/// A layer or a question whose infinite-width answer is not known in closed form: an answer, not an omission.
/// The message says why, and what to do instead.
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
