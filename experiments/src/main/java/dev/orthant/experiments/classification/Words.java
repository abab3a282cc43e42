package dev.orthant.experiments.classification;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Numbers as reports write them.
public final class Words {
    private Words() {}

    /// Four digits; NaN is `undefined`: a quotient of nothing, or training that diverged.
    public static String number(double value) {
        return Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.4g", value);
    }

    /// A learning rate: as short as it can be written.
    public static String rate(double value) {
        String text = String.format(Locale.ROOT, "%.3g", value);
        return text.contains(".") && !text.contains("e")
                ? text.replaceAll("0+$", "").replaceAll("\\.$", "")
                : text;
    }

    /// Numbers in order.
    public static String numbers(List<Double> values) {
        return values.stream().map(Words::number).collect(Collectors.joining(", "));
    }
}
