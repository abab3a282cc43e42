package dev.orthant.optimizers.checkpoint;

import dev.orthant.optimizers.SavedState;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Everything that a run needs to go on as if it had never stopped.
///
/// Random streams are functions of a key and an index, so the keys and the [Cursor] are all that there is to say about
/// randomness: the order of an epoch follows from them.
///
/// ```java
/// Weights weights = Weights.of(List.of(new Weight("w", Role.MATRIX, Tensor.of(Shape.of(1, 2), 3, 4))));
/// Sgd rule = new Sgd(0.5, 0.9);
/// Sgd.State state = rule.step(weights, weights.copy(), rule.start(weights), 1);
/// Checkpoint saved = Checkpoint.of(new Cursor(1, 0, 1), weights, state).withStreams("batches", Streams.ofSeed(7));
///
/// Sgd.State form = rule.start(weights);                   // may move the weights, so it comes before they are loaded
/// weights.load(saved.weights());
/// Sgd.State resumed = saved.optimizer().restore(form);
/// resumed.velocity().get("w").toArray();                  // → [3.0, 4.0]
/// saved.requireStreams("batches", Streams.ofSeed(8));     // throws IllegalArgumentException
/// ```
///
/// @param cursor    what is to be done next
/// @param weights   by name; those of a fresh checkpoint are live, not copies
/// @param optimizer what the rule remembers
/// @param schedule  what the schedule remembers, without entries if it is a function of time
/// @param streams   keys of the random streams by purpose
/// @param metrics   measured so far, by name: the loss of every epoch for instance
/// @param notes     strings by name: settings that a resumed run must share
/// @since 0.1.0
public record Checkpoint(
        Cursor cursor,
        Map<String, Tensor> weights,
        SavedState optimizer,
        SavedState schedule,
        Map<String, Long> streams,
        Map<String, double[]> metrics,
        Map<String, String> notes) {
    /// Keeps copies of the maps, in their order; the tensors are not copied.
    public Checkpoint {
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        streams = Collections.unmodifiableMap(new LinkedHashMap<>(streams));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    }

    /// {@return a checkpoint with a schedule that remembers nothing, no streams, metrics or notes}
    ///
    /// @param cursor         what is to be done next
    /// @param weights        not copied: write the checkpoint before the next step
    /// @param optimizerState what [SavedState] knows how to save; it is copied, the weights are not
    public static Checkpoint of(Cursor cursor, Weights weights, Object optimizerState) {
        return new Checkpoint(
                cursor,
                weights.state(),
                SavedState.of(optimizerState),
                new SavedState(Map.of()),
                Map.of(),
                Map.of(),
                Map.of());
    }

    /// {@return this checkpoint with what a schedule remembers, such as a plateau's state}
    ///
    /// @param scheduleState what [SavedState] knows how to save; copied
    public Checkpoint withSchedule(Object scheduleState) {
        return new Checkpoint(cursor, weights, optimizer, SavedState.of(scheduleState), streams, metrics, notes);
    }

    /// {@return this checkpoint with the key of one more stream}
    ///
    /// @param purpose what the stream is for; [#requireStreams] asks by the same word
    /// @param stream  of which the key is kept
    public Checkpoint withStreams(String purpose, Streams stream) {
        return new Checkpoint(
                cursor, weights, optimizer, schedule, with(streams, purpose, stream.key()), metrics, notes);
    }

    /// {@return this checkpoint with one more row of measured numbers}
    ///
    /// @param name    of the row; one of the same name is replaced
    /// @param numbers copied
    public Checkpoint withMetric(String name, double... numbers) {
        return new Checkpoint(
                cursor, weights, optimizer, schedule, streams, with(metrics, name, numbers.clone()), notes);
    }

    /// {@return this checkpoint with one more setting or remark}
    ///
    /// @param name of it; one of the same name is replaced
    /// @param text of any length
    public Checkpoint withNote(String name, String text) {
        return new Checkpoint(cursor, weights, optimizer, schedule, streams, metrics, with(notes, name, text));
    }

    /// Refuses to go on with other random numbers than before.
    ///
    /// @param purpose as in [#withStreams]
    /// @param stream  that the resumed run would use
    /// @throws IllegalArgumentException if the checkpoint has no stream for this purpose or one of another key
    public void requireStreams(String purpose, Streams stream) {
        Long saved = streams.get(purpose);
        if (saved == null || saved != stream.key()) {
            throw new IllegalArgumentException("resume: the key of the stream " + purpose + " is " + stream.key()
                    + " but " + saved + " in the checkpoint; resume with the seed of the run that was saved");
        }
    }

    private static <V> Map<String, V> with(Map<String, V> map, String name, V value) {
        Map<String, V> more = new LinkedHashMap<>(map);
        more.put(name, value);
        return more;
    }
}
