using System.CommandLine;
using CityOps.Simulator;
using CityOps.Simulator.Clients;
using CityOps.Simulator.CommandLine;

var root = new RootCommand("A city's life and real input for CityOps, through its public interfaces only.")
{
    new LiveCommand().ToCommand(),
    new ReplayCommand().ToCommand(),
};
var parsed = root.Parse(args);
var invocation = new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
    ProcessTerminationTimeout = TimeSpan.FromSeconds(15),
};
try
{
    var code = await parsed.InvokeAsync(invocation);
    return parsed.Errors.Count > 0 ? ExitCode.WrongInput : code;
}
catch (InputException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return ExitCode.WrongInput;
}
catch (EngineAwayException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return ExitCode.Failed;
}
catch (OperationCanceledException)
{
    return ExitCode.Interrupted;
}
