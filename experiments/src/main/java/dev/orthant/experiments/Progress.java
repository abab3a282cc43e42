package dev.orthant.experiments;

/// Told how far long work has come. Called from any thread.
public interface Progress {
    /// A stretch of work begins; the one before it has ended.
    ///
    /// @param work  what is done, in a few words
    /// @param steps how many there are
    void begin(String work, long steps);

    /// One step of the stretch is done.
    void step();

    /// So many steps are done at once: what is told of the time left knows of all of them.
    ///
    /// @param count at least 0
    default void steps(long count) {
        for (long i = 0; i < count; i++) {
            step();
        }
    }

    /// How things are, in a few words that replace those before; shown where there is a place for them.
    default void show(String state) {}

    /// All work is done, or has failed.
    void end();

    /// Tells nobody.
    static Progress silent() {
        return new Progress() {
            @Override
            public void begin(String work, long steps) {}

            @Override
            public void step() {}

            @Override
            public void end() {}
        };
    }
}
