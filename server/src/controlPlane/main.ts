#!/usr/bin/env node
import '../linearRegex.ts';
import { controlPlaneCommand } from './command.ts';

process.exitCode = await controlPlaneCommand(process.argv.slice(2));
