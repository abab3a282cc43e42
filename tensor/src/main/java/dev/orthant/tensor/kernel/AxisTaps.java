package dev.orthant.tensor.kernel;

import java.util.Arrays;

/// Which taps of a kernel meet the image, along one axis: for each position of the image that is computed (the target) a
/// run of taps, and the positions of the image that is read (the source) that they meet.
///
/// Tap `first[t] + i · tapStep` of target t meets source `source[t] + i · sourceStep`, for i = 0, …, `count[t]` − 1. Both
/// steps are positive. Targets with the same run of taps form a *class*.
final class AxisTaps {
    final int[] first;
    final int[] count;
    final int[] source;
    final int tapStep;
    final int sourceStep;

    /// The targets of each class, ascending.
    final int[][] classes;

    private AxisTaps(int[] first, int[] count, int[] source, int tapStep, int sourceStep) {
        this.first = first;
        this.count = count;
        this.source = source;
        this.tapStep = tapStep;
        this.sourceStep = sourceStep;
        this.classes = classes(first, count);
    }

    int targets() {
        return first.length;
    }

    /// For the output of a convolution: target o meets source o · stride + t · dilation − padding.
    static AxisTaps forward(int outputs, int inputs, int kernel, int stride, int dilation, int padding) {
        int[] first = new int[outputs];
        int[] count = new int[outputs];
        int[] source = new int[outputs];
        for (int o = 0; o < outputs; o++) {
            int start = o * stride - padding;
            int from = Math.max(0, Math.ceilDiv(-start, dilation));
            int to = Math.min(kernel - 1, Math.floorDiv(inputs - 1 - start, dilation));
            set(o, from, to - from + 1, start + from * dilation, first, count, source);
        }
        return new AxisTaps(first, count, source, 1, dilation);
    }

    /// For the gradient of its input: target i meets the outputs o with i = o · stride + t · dilation − padding. The taps
    /// are counted from the far end, t' = kernel − 1 − t, so that they ascend with o.
    static AxisTaps adjoint(int inputs, int outputs, int kernel, int stride, int dilation, int padding) {
        int[] first = new int[inputs];
        int[] count = new int[inputs];
        int[] source = new int[inputs];
        int common = greatestCommonDivisor(stride, dilation);
        for (int i = 0; i < inputs; i++) {
            int from = -1;
            int taps = 0;
            for (int mirrored = 0; mirrored < kernel; mirrored++) {
                int distance = i + padding - (kernel - 1 - mirrored) * dilation;
                if (distance % stride == 0 && distance >= 0 && distance / stride < outputs) {
                    from = taps == 0 ? mirrored : from;
                    taps++;
                }
            }
            int start = i + padding - (kernel - 1 - from) * dilation;
            set(i, from, taps, start / stride, first, count, source);
        }
        return new AxisTaps(first, count, source, stride / common, dilation / common);
    }

    /// True if neighbouring taps meet neighbouring sources, so that a run of taps reads one run of memory.
    boolean dense() {
        return tapStep == 1 && sourceStep == 1;
    }

    private static void set(int target, int from, int taps, int start, int[] first, int[] count, int[] source) {
        if (taps > 0) {
            first[target] = from;
            count[target] = taps;
            source[target] = start;
        }
    }

    private static int[][] classes(int[] first, int[] count) {
        int[] members = new int[first.length];
        boolean[] taken = new boolean[first.length];
        int[][] classes = new int[first.length][];
        int found = 0;
        for (int t = 0; t < first.length; t++) {
            if (taken[t]) {
                continue;
            }
            int size = 0;
            for (int other = t; other < first.length; other++) {
                if (!taken[other] && first[other] == first[t] && count[other] == count[t]) {
                    taken[other] = true;
                    members[size++] = other;
                }
            }
            classes[found++] = Arrays.copyOf(members, size);
        }
        return Arrays.copyOf(classes, found);
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
