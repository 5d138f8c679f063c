using AsrTrainer.Commands;
using TorchSharp.BeyondTorchSharp;

int code = CommandLine.Run(args, ProgramOutput.OfProcess());
Console.Out.Flush();
Console.Error.Flush();
ProcessEnd.Now(code);
return code;
