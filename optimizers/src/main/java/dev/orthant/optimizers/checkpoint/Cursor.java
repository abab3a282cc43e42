package dev.orthant.optimizers.checkpoint;

/// How far a run has come: what is to be done next.
///
/// ```java
/// Cursor next = new Cursor(250, 2, 50);   // 100 batches in an epoch: the 51st of the third is next
/// next.epoch();                           // → 2
/// new Cursor(-1, 0, 0);                   // throws IllegalArgumentException
/// ```
///
/// @param step  steps done since the beginning, at least 0
/// @param epoch the epoch that the next batch belongs to, from 0
/// @param batch the next batch of that epoch, from 0
/// @since 0.1.0
public record Cursor(long step, int epoch, int batch) {
    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if one is negative
    public Cursor {
        if (step < 0 || epoch < 0 || batch < 0) {
            throw new IllegalArgumentException("cursor: step " + step + ", epoch " + epoch + " and batch " + batch
                    + " came; all must be at least 0");
        }
    }
}
