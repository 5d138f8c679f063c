using AsrTrainer.Commands;

return CommandLine.Run(args, ProgramOutput.OfProcess());
