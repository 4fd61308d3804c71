import type { Language } from "./nameLists.ts";

/** First names that were typical of those born before 1956, and from 1956 to 1985, by language. Common knowledge of name statistics. */
interface EraNames {
  readonly female: string;
  readonly male: string;
}

type Eras = readonly [old: EraNames, middle: EraNames];

export const eraNames: Readonly<Record<Language, Eras>> = {
  en: [
    {
      female:
        "Mary Dorothy Helen Margaret Ruth Virginia Barbara Betty Shirley Doris Frances Joan Evelyn Gloria Marjorie Norma Lois Phyllis Beverly Edna Mildred Irene Marilyn Eileen Audrey Joyce Jean Thelma Rita Maureen",
      male: "Robert James John William Charles George Donald Richard Edward Frank Harold Walter Raymond Albert Arthur Ralph Ernest Eugene Leonard Stanley Norman Kenneth Howard Earl Clarence Gerald Roy Herbert Fred Ronald",
    },
    {
      female:
        "Lisa Jennifer Karen Susan Kimberly Michelle Amy Angela Melissa Tammy Tracy Julie Deborah Donna Sharon Lori Stephanie Heather Nicole Christine Pamela Denise Dawn Tina Cheryl Wendy Andrea Kelly Theresa Sandra",
      male: "Michael David Mark Jeffrey Steven Scott Kevin Brian Timothy Gary Craig Todd Gregory Keith Darren Jason Christopher Eric Paul Stephen Andrew Anthony Patrick Sean Dean Shane Neil Stuart Derek Douglas",
    },
  ],
  de: [
    {
      female:
        "Ursula Ingrid Helga Renate Karin Gisela Christa Elfriede Hildegard Gerda Erika Edith Waltraud Irmgard Ilse Ingeborg Anneliese Brigitte Hannelore Margot Rosemarie Lieselotte Ruth Marianne Elisabeth Inge Gertrud Käthe Elke Helene",
      male: "Hans Günter Karl Heinz Werner Gerhard Helmut Horst Walter Kurt Herbert Heinrich Wilhelm Manfred Klaus Rolf Otto Ernst Erwin Siegfried Rudolf Alfred Dieter Erich Gustav Hermann Friedrich Willi Egon Ewald",
    },
    {
      female:
        "Sabine Petra Susanne Andrea Claudia Martina Birgit Stefanie Nicole Anja Silke Katja Heike Kerstin Tanja Sandra Melanie Christine Ute Bettina Angelika Gabriele Monika Cornelia Daniela Sonja Simone Barbara Marion Anke",
      male: "Thomas Michael Andreas Stefan Frank Peter Jürgen Christian Markus Ralf Uwe Bernd Matthias Torsten Jörg Martin Oliver Sven Holger Dirk Carsten Olaf Rainer Detlef Lars Axel Jens Volker Norbert Harald",
    },
  ],
  fr: [
    {
      female:
        "Jeanne Marie Simone Yvonne Denise Suzanne Madeleine Marcelle Paulette Germaine Odette Ginette Lucienne Raymonde Jacqueline Monique Huguette Colette Georgette Andrée Micheline Josette Gisèle Yvette Renée Thérèse Solange Arlette Bernadette Lucette",
      male: "Jean Pierre André Marcel René Roger Robert Georges Raymond Louis Lucien Henri Maurice Gaston Fernand Albert Émile Léon Jacques Claude Gilbert Guy Bernard Gérard Roland Serge Raoul Yves Edmond Armand",
    },
    {
      female:
        "Nathalie Sylvie Isabelle Catherine Valérie Christine Véronique Sandrine Stéphanie Céline Sophie Corinne Florence Laurence Karine Patricia Brigitte Martine Virginie Delphine Anne Carole Sabrina Séverine Christelle Magali Muriel Pascale Agnès Aurélie",
      male: "Philippe Christophe Stéphane Laurent Frédéric Nicolas Thierry Éric Pascal Olivier David Bruno Didier Patrick Alain Sébastien Franck Fabrice Jérôme Cédric Ludovic Hervé Gilles Vincent Denis Yannick Xavier Arnaud Benoît Emmanuel",
    },
  ],
  es: [
    {
      female:
        "María Carmen Josefa Dolores Francisca Antonia Isabel Pilar Rosario Concepción Mercedes Encarnación Ángeles Manuela Teresa Juana Amparo Remedios Soledad Consuelo Esperanza Milagros Purificación Asunción Ascensión Emilia Rosa Luisa Victoria Trinidad",
      male: "José Antonio Manuel Francisco Juan Luis Ángel Vicente Miguel Rafael Ramón Joaquín Pedro Emilio Domingo Tomás Julián Andrés Eusebio Fermín Gregorio Agustín Felipe Félix Mariano Salvador Ricardo Benito Severino Anselmo",
    },
    {
      female:
        "Ana Laura Mónica Silvia Yolanda Susana Raquel Cristina Beatriz Eva Sonia Nuria Patricia Marta Inmaculada Elena Margarita Montserrat Esther Rocío Olga Verónica Gema Lourdes Belén Marisa Sandra Lorena Noelia Vanesa",
      male: "David Javier Carlos Jesús Fernando Jorge Alberto Roberto Sergio Óscar Raúl Enrique Eduardo Pablo Alfonso Jaime Rubén Ignacio Iván César Alejandro Gonzalo Víctor Santiago Ernesto Arturo Marcos Guillermo Álvaro Israel",
    },
  ],
  it: [
    {
      female:
        "Maria Giuseppina Rosa Angela Giovanna Teresa Carmela Antonietta Assunta Concetta Lucia Rina Ines Iolanda Pierina Bruna Luigia Adele Elvira Ada Filomena Immacolata Domenica Franca Vincenza Maddalena Ida Elda Norma Adriana",
      male: "Giuseppe Giovanni Antonio Mario Luigi Francesco Angelo Vincenzo Pietro Salvatore Carlo Domenico Bruno Aldo Gino Ettore Ugo Umberto Sergio Renato Guido Arturo Armando Dino Elio Romano Ernesto Italo Cesare Attilio",
    },
    {
      female:
        "Anna Laura Paola Daniela Patrizia Cristina Monica Barbara Stefania Simona Roberta Sabrina Elena Francesca Silvia Federica Alessandra Claudia Michela Cinzia Lorella Manuela Emanuela Antonella Raffaella Tiziana Nadia Marina Ornella Donatella",
      male: "Marco Andrea Stefano Roberto Paolo Massimo Fabio Alessandro Luca Maurizio Claudio Gianluca Daniele Davide Massimiliano Cristian Simone Alberto Enrico Giorgio Fabrizio Walter Mauro Ivan Diego Gianni Michele Riccardo Emanuele Danilo",
    },
  ],
  pt: [
    {
      female:
        "Maria Rosa Alice Amélia Conceição Emília Fernanda Adelaide Deolinda Lurdes Glória Alzira Odete Irene Laurinda Olinda Teresa Antónia Helena Graça Celeste Natália Aurora Palmira Albertina Esmeralda Idalina Ermelinda Leonor Piedade",
      male: "José António Manuel João Joaquim Francisco Luís Américo Armando Augusto Álvaro Domingos Abílio Alfredo Alberto Agostinho Adelino Mário Albano Amadeu Carlos Fernando Virgílio Serafim Aníbal Avelino Jaime Jorge Artur Raul",
    },
    {
      female:
        "Ana Paula Cristina Sandra Carla Sónia Susana Isabel Patrícia Mónica Elisabete Alexandra Anabela Filipa Cláudia Vera Sílvia Marta Márcia Luísa Margarida Célia Fátima Adriana Rita Lúcia Simone Vanessa Fernanda Liliana",
      male: "Paulo Pedro Rui Nuno Ricardo Hugo Sérgio Miguel Filipe Bruno Marco Vítor Jorge Luís Carlos Hélder Nélson André Daniel Tiago Marcelo Márcio Alexandre Fábio Rogério Leandro Rodrigo Marcos Júlio Renato",
    },
  ],
  nl: [
    {
      female:
        "Johanna Maria Cornelia Wilhelmina Hendrika Anna Elisabeth Catharina Jacoba Adriana Margaretha Petronella Geertruida Grietje Trijntje Aaltje Gerda Annie Riet Truus Greet Nel Corrie Ria Ans Tiny Bep Jannie Dirkje Antje",
      male: "Johannes Jan Cornelis Hendrik Willem Pieter Gerrit Jacobus Adrianus Antonius Petrus Dirk Klaas Theodorus Arie Leendert Piet Kees Henk Wim Gerard Joop Harm Cor Teunis Bertus Sjaak Toon Jacob Evert",
    },
    {
      female:
        "Monique Marjolein Esther Sandra Petra Ingrid Angelique Wendy Saskia Miranda Jolanda Astrid Yvonne Anja Karin Marloes Mirjam Bianca Linda Patricia Nicole Annemarie Brigitte Caroline Marieke Chantal Daniëlle Natasja Ellen Marga",
      male: "Peter Marcel Erik Robert Ronald Dennis Patrick Michel Marco Edwin Jeroen Martijn Mark Paul Richard René Frank Hans Rob Arjan Sander Wouter Bart Jeffrey Maarten Vincent Jasper Roy André Danny",
    },
  ],
  pl: [
    {
      female:
        "Maria Helena Janina Zofia Irena Stanisława Krystyna Jadwiga Danuta Halina Kazimiera Genowefa Wanda Teresa Barbara Stefania Władysława Henryka Marianna Czesława Bronisława Alicja Regina Lucyna Józefa Leokadia Wiesława Mieczysława Bogumiła Eugenia",
      male: "Jan Stanisław Józef Kazimierz Tadeusz Henryk Zbigniew Ryszard Czesław Marian Mieczysław Władysław Franciszek Edward Zdzisław Jerzy Bolesław Eugeniusz Wacław Roman Bronisław Stefan Zygmunt Antoni Wiesław Lucjan Edmund Alojzy Feliks Ignacy",
    },
    {
      female:
        "Anna Małgorzata Ewa Agnieszka Katarzyna Joanna Beata Dorota Monika Elżbieta Iwona Renata Magdalena Grażyna Bożena Aneta Edyta Sylwia Izabela Aldona Marzena Violetta Justyna Urszula Jolanta Anita Kinga Ilona Mariola Wioletta",
      male: "Piotr Krzysztof Andrzej Tomasz Paweł Marek Grzegorz Dariusz Adam Robert Marcin Jacek Mariusz Artur Wojciech Sławomir Rafał Leszek Janusz Mirosław Arkadiusz Jarosław Bogdan Waldemar Zenon Przemysław Sebastian Radosław Cezary Daniel",
    },
  ],
};
