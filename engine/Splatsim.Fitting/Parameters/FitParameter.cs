namespace Splatsim.Fitting;

/// <summary>One number that is looked for.</summary>
/// <param name="Name">Its name, for reports.</param>
/// <param name="Start">Where the search begins, in its own unit.</param>
/// <param name="Transform">How it is moved.</param>
public sealed record FitParameter(string Name, double Start, ParameterTransform Transform);
