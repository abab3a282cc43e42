package dev.orthant.quality.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an example says about its results, held against them. Public because generated classes call it.
public final class Expectations {
    private final List<String> wrong = new ArrayList<>();
    private int checked;

    /// Code that fails.
    @FunctionalInterface
    public interface Failing {
        void run() throws Exception;
    }

    /// The value must print as the text; a text that ends in `…` is only the beginning.
    public void value(String code, String text, @Nullable Object value) {
        checked++;
        String nested = Arrays.deepToString(new @Nullable Object[] {value});
        String actual = nested.substring(1, nested.length() - 1);
        boolean right =
                text.endsWith("…") ? actual.startsWith(text.substring(0, text.length() - 1)) : actual.equals(text);
        if (!right) {
            wrong.add(code + " is " + actual + "; the example says " + text);
        }
    }

    /// The code must fail with an exception of this simple name.
    public void failure(String code, String exception, Failing failing) {
        checked++;
        try {
            failing.run();
            wrong.add(code + " does not fail; the example says " + exception);
        } catch (Exception thrown) {
            if (!thrown.getClass().getSimpleName().equals(exception)) {
                wrong.add(code + " fails with " + thrown + "; the example says " + exception);
            }
        }
    }

    List<String> wrong() {
        return wrong;
    }

    int checked() {
        return checked;
    }
}
