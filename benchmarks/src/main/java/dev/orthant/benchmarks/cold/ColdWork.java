package dev.orthant.benchmarks.cold;

/// What is called again and again.
public enum ColdWork {
    /// A layer's forward product, 128 examples of 784 numbers to 1024 neurons.
    GEMM("gemm 128x1024x784 NT"),
    /// Exponentials of a million numbers.
    EXP("exp 1000000");

    private final String title;

    ColdWork(String title) {
        this.title = title;
    }

    /// As tables name it.
    public String title() {
        return title;
    }
}
