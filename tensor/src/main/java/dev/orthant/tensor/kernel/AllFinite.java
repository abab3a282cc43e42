package dev.orthant.tensor.kernel;

import dev.orthant.tensor.Span;

/// Whether numbers hold neither NaN nor an infinity. Kernels that multiply by zeros which the definition does not have ask.
final class AllFinite {
    private AllFinite() {}

    static boolean of(Span numbers) {
        boolean finite = true;
        for (int i = numbers.from(); i < numbers.from() + numbers.length(); i++) {
            finite &= Float.isFinite(numbers.array()[i]);
        }
        return finite;
    }
}
