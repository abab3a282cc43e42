package dev.orthant.benchmarks.measure;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// What time it is, and waiting: an interface so that tests need neither.
public interface Clock {
    /// Of this machine.
    Clock SYSTEM = new Clock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) {
            LockSupport.parkNanos(duration.toNanos());
        }
    };

    /// Nanoseconds since some moment.
    long nanos();

    /// Lets this time pass.
    void pause(Duration duration);
}
