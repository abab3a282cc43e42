package dev.orthant.experiments.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/// One axis of a figure: where a number lies between the axis' ends, and which numbers are written beside it.
///
/// @param low         the number at the lower end
/// @param high        the number at the upper end, more than `low`
/// @param logarithmic whether equal ratios, not equal differences, have equal lengths; then `low` is more than 0
record Axis(double low, double high, boolean logarithmic) {
    /// About as many numbers stand beside an axis.
    private static final int LABELS = 6;

    /// Room between the outermost points and the ends, as a share of the axis.
    private static final double MARGIN = 0.03;

    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// The axis that holds all these numbers; any axis if there are none.
    static Axis around(List<Double> numbers, boolean logarithmic) {
        List<Double> usable = numbers.stream()
                .filter(number -> Double.isFinite(number) && (!logarithmic || number > 0))
                .toList();
        double least = usable.stream().mapToDouble(Double::doubleValue).min().orElse(1);
        double most = usable.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        if (logarithmic) {
            double room = least == most ? 2 : Math.pow(most / least, MARGIN);
            return new Axis(least / room, most * room, true);
        }
        double room = least == most ? Math.max(1, Math.abs(least)) / 2 : (most - least) * MARGIN;
        return new Axis(least - room, most + room, false);
    }

    /// 0 at the lower end, 1 at the upper; beyond them for numbers beyond the ends.
    double place(double number) {
        return logarithmic ? Math.log(number / low) / Math.log(high / low) : (number - low) / (high - low);
    }

    /// The numbers to be written beside the axis, in order.
    List<Double> ticks() {
        double decades = Math.log10(high / low);
        if (logarithmic && decades >= 1) {
            return decades > 2.5 ? powersOfTen((int) Math.ceil(decades / LABELS)) : oneTwoFive();
        }
        double raw = (high - low) / LABELS;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = power * (raw / power <= 1 ? 1 : raw / power <= 2 ? 2 : raw / power <= 5 ? 5 : 10);
        List<Double> ticks = new ArrayList<>();
        // A millionth of a step forgives the rounding of ends that are meant to be ticks themselves.
        for (long k = (long) Math.ceil(low / step - 1e-6); k * step <= high + 1e-6 * step; k++) {
            ticks.add(k * step);
        }
        return ticks;
    }

    private List<Double> powersOfTen(int every) {
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.ceil(Math.log10(low) - 1e-9); power <= Math.log10(high) + 1e-9; power += every) {
            ticks.add(Math.pow(10, power));
        }
        return ticks;
    }

    private List<Double> oneTwoFive() {
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
            for (int digit : new int[] {1, 2, 5}) {
                double tick = digit * Math.pow(10, power);
                if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /// A number as it stands beside an axis: `0.25`, `10000`, `2·10⁻⁵`.
    static String label(double number) {
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(3)).stripTrailingZeros();
        if (rounded.signum() == 0 || (Math.abs(number) >= 1e-3 && Math.abs(number) < 1e5)) {
            return rounded.signum() == 0 ? "0" : rounded.toPlainString().replace("-", "−");
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        BigDecimal mantissa = rounded.movePointLeft(exponent).stripTrailingZeros();
        StringBuilder power = new StringBuilder("10").append(exponent < 0 ? "⁻" : "");
        Integer.toString(Math.abs(exponent)).chars().forEach(digit -> power.append(SUPERSCRIPTS.charAt(digit - '0')));
        return mantissa.compareTo(BigDecimal.ONE) == 0
                ? power.toString()
                : mantissa.toPlainString().replace("-", "−") + "·" + power;
    }
}
