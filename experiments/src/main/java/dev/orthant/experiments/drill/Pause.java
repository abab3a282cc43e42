package dev.orthant.experiments.drill;

/// Waits while others work.
final class Pause {
    private Pause() {}

    static void milliseconds(long count) {
        try {
            Thread.sleep(count);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new DrillFailed("the drill was interrupted");
        }
    }

    static void untilEnded(Process process) {
        try {
            process.waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new DrillFailed("the drill was interrupted");
        }
    }

    static void seconds(double count) {
        milliseconds(Math.round(1000 * count));
    }
}
