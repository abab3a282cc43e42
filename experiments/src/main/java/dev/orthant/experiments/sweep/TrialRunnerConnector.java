package dev.orthant.experiments.sweep;

/// Reaches an engine that runs trials on other machines; found as a service.
public interface TrialRunnerConnector {
    /// @param address of the engine: `spark://host:7077`
    /// @param source  makes the same trials as those that the runner will be given
    /// @throws IllegalArgumentException if this engine has no such address, or does not answer there
    TrialRunner connect(String address, TrialSource source);
}
